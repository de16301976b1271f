"""The shared part of all pages for staff: access by role, and the frame around each page."""
