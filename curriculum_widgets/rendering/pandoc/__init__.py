"""A Curriculum as a document that pandoc writes: its pieces in pandoc's own terms, so that no author's text is read as markup."""
