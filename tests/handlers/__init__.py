"""Conversations, told as stories by the people who have them."""
