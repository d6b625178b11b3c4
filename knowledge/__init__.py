"""What the law and the responsibility list say: pure, without database, network or chat."""
