"""The records of clarification: a name restored after an untrue report or rumour (第十四条)."""
