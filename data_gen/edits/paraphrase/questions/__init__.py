"""Questions in other words: another form, another voice, direct and indirect."""
