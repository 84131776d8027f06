"""The Faust application: topics, agents, publishing, dead letters, health, metrics."""
