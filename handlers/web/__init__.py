"""Pages and the browser's side of the web chat."""
