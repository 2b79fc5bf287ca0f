"""The parts of a PowerPoint file: its master, its slides, their texts, charts and pictures, and the package."""
