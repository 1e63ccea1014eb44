"""What the house costs, beside what plain Django costs on the same machine."""
