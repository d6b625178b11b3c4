"""The web chat: session, socket, uploads, pages, and a real browser."""
