"""Is the right thing found? What municipal staff look for in the demonstration, judged, and measured on each engine."""
