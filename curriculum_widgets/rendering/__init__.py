"""Curriculum to Markdown, safe HTML, chart pictures and diagram pictures, for exporters and studio alike."""
