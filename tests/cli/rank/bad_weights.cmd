printf 'ann bob 1\nbob cat -2\ncat ann nan\ncat bob 0\n' >bad.el
relais rank bad.el --by in_strength
