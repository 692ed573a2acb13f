"""Time over rows, both logarithmic, as an SVG that can be read on light and dark ground."""
from math import ceil, floor, log10

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 440, 60, 190, 20, 50
COLOURS = ["#0072b2", "#56b4e9", "#009e73", "#d55e00", "#e69f00", "#888888", "#cc79a7", "#a07cd0"]


def span(values):
    return floor(log10(min(values))), ceil(log10(max(values)))


def text(x, y, words, anchor="start", colour="#777"):
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" fill="{colour}">{words}</text>'


def spread(ends, gap=15):
    """Moves labels down where they would lie upon each other."""
    placed = []
    for y, name in sorted(ends):
        placed.append((max(y, placed[-1][0] + gap) if placed else y, name))
    return placed


def svg(points):
    """points: {contender: [(rows, seconds), ...]}"""
    x_low, x_high = span([rows for line in points.values() for rows, _ in line])
    y_low, y_high = span([seconds for line in points.values() for _, seconds in line])
    x_high = max(x_high, x_low + 1)
    across = lambda rows: LEFT + (log10(rows) - x_low) / (x_high - x_low) * (WIDTH - LEFT - RIGHT)
    up = lambda seconds: HEIGHT - BOTTOM - (log10(seconds) - y_low) / (y_high - y_low) * (HEIGHT - TOP - BOTTOM)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
           "<title>Seconds over rows</title>"]
    for power in range(x_low, x_high + 1):
        x = across(10 ** power)
        out += [f'<line x1="{x:.0f}" y1="{TOP}" x2="{x:.0f}" y2="{HEIGHT - BOTTOM}" stroke="#999" stroke-opacity="0.3"/>',
                text(x, HEIGHT - BOTTOM + 18, f"{10 ** power:,}", "middle")]
    for power in range(y_low, y_high + 1):
        y = up(10 ** power)
        out += [f'<line x1="{LEFT}" y1="{y:.0f}" x2="{WIDTH - RIGHT}" y2="{y:.0f}" stroke="#999" stroke-opacity="0.3"/>',
                text(LEFT - 8, y + 4, f"{10.0 ** power:g} s", "end")]
    out.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, "rows of ten columns", "middle"))
    colours = dict(zip(points, COLOURS))
    for name, line in points.items():
        path = " ".join(f"{across(rows):.1f},{up(seconds):.1f}" for rows, seconds in sorted(line))
        out.append(f'<polyline points="{path}" fill="none" stroke="{colours[name]}" stroke-width="2"/>')
    for end in {max(line)[0] for line in points.values()}:
        for y, name in spread([(up(max(line)[1]), name) for name, line in points.items() if max(line)[0] == end]):
            out.append(text(across(end) + 8, y + 4, name, colour=colours[name]))
    return "\n".join(out + ["</svg>", ""])
