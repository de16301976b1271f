"""What all pages for staff share: who may enter, and the frame around each page."""
