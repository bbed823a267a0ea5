"""The palette of graph/write_look.c: any two colours stay apart for normal sight and for colour blindness, simulated
as in Machado, Oliveira, Fernandes 2009. Distances in CIELAB. Standard library only."""
import itertools
import re
import sys

SIGHT = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
TO_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
WANTED = {"normal": 45, "protanopia": 25, "deuteranopia": 25, "tritanopia": 18}


def apply(matrix, v):
    return [sum(a * b for a, b in zip(row, v)) for row in matrix]


def linear(c):
    c /= 255
    return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4


def lab(rgb, sight):
    seen = [min(1, max(0, c)) for c in apply(SIGHT[sight], [linear(c) for c in rgb])]
    white = apply(TO_XYZ, (1, 1, 1))
    f = [t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (a / w for a, w in zip(apply(TO_XYZ, seen), white))]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


def main(path):
    source = open(path, encoding="utf-8").read()
    table = re.search(r"rel_palette\[REL_PALETTE\] = \{(.*?)\};", source, re.S).group(1)
    palette = [tuple(map(int, m)) for m in re.findall(r"\{(\d+), (\d+), (\d+)\}", table)]
    if len(palette) != 9:
        print("found", len(palette), "colours, expected 9", file=sys.stderr)
        return 1
    failed = 0
    for sight, wanted in WANTED.items():
        pairs = itertools.combinations(palette, 2)
        least, pair = min((sum((a - b) ** 2 for a, b in zip(lab(p, sight), lab(q, sight))) ** 0.5, (p, q)) for p, q in pairs)
        print("%s: nearest %.1f, at least %d wanted, %s" % (sight, least, wanted, pair))
        failed |= least < wanted
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
