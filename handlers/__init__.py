"""What each person can say and see."""
