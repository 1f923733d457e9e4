"""The records of signals, cards, rectification, 提醒/函询/诫勉 (第八条、第十三条)."""
