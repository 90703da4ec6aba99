"""Makes the pictures beside it and expected.json: what PIL sees in them. Run by hand, never by the build.

PIL 9.4.0, numpy; seed 7. Expected values are [channels, height, width] as bytes.
"""
import json
import numpy as np
from PIL import Image
import PIL

rng = np.random.RandomState(7)
grey = rng.randint(0, 256, (5, 6)).astype(np.uint8)
rgb = rng.randint(0, 256, (5, 6, 3)).astype(np.uint8)
y, x = np.mgrid[0:16, 0:24]
smooth = np.stack([x * 10, y * 15, (x + y) * 6], -1).astype(np.uint8)
big = rng.randint(0, 256, (20, 30)).astype(np.uint8)


def chw(a):
    a = np.asarray(a)
    return (a[None] if a.ndim == 2 else a.transpose(2, 0, 1)).ravel().tolist()


Image.fromarray(grey).save("grey.png")
Image.fromarray(rgb).save("rgb.png")
Image.fromarray(rgb).quantize(16).save("palette.png")
Image.fromarray(smooth).save("smooth.jpg", quality=95, subsampling=0)
Image.fromarray(big).save("big.png")
alpha = rng.randint(0, 256, (5, 6)).astype(np.uint8)
rgba = Image.merge("RGBA", list(Image.fromarray(rgb).split()) + [Image.fromarray(alpha)])
rgba.save("alpha.png")
white = Image.new("RGBA", rgba.size, "WHITE")
white.alpha_composite(rgba)

json.dump(
    {
        "tool": "PIL " + PIL.__version__,
        "grey.png": chw(grey),
        "rgb.png": chw(rgb),
        "rgb.png as grey": chw(Image.open("rgb.png").convert("L")),
        "palette.png": chw(Image.open("palette.png").convert("RGB")),
        "alpha.png": chw(white.convert("RGB")),
        "smooth.jpg": chw(Image.open("smooth.jpg")),
        "big.png to 8 x 12": chw(Image.open("big.png").resize((12, 8), Image.BILINEAR)),
        "big.png to 33 x 41": chw(Image.open("big.png").resize((41, 33), Image.BILINEAR)),
        "big.png cropped to 9 x 9": chw(
            Image.open("big.png").resize((9, 9), Image.BILINEAR, box=(5, 0, 25, 20))
        ),
    },
    open("expected.json", "w"),
    indent=0,
)
