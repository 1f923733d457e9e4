"""The records of risk list and daily supervision register (第八条、第十三条)."""
