"""The running process: settings, composition, channels, timers, command line."""
