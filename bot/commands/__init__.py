"""The commands of the command line, a room for each; only ``run`` and ``demo`` need the bot."""
