# Writes sobol.txt: Sobol' points of scipy (1.10.1), unscrambled. Run by hand: /usr/bin/python3 sobol.py
import scipy.stats.qmc as qmc

with open("sobol.txt", "w") as f:
    for d, n in [(1, 16), (5, 64), (64, 33), (1000, 9)]:
        for point in qmc.Sobol(d, scramble=False).random(n):
            f.write(" ".join(repr(float(x)) for x in point) + "\n")
