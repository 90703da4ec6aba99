# Writes gp.json (scikit-learn 1.2.1) and improvement.txt (mpmath 1.2.1, 60 digits).
# Run by hand: /usr/bin/python3 gp.py
import json
import mpmath as mp
import numpy as np
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel

rng = np.random.default_rng(5)
x = rng.random((12, 3))
y = np.sin(5 * x[:, 0]) + x[:, 1] ** 2 + 0.1 * rng.standard_normal(12)
y = (y - y.mean()) / y.std()
at = rng.random((6, 3))
lengths, scale, noise = [0.4, 0.9, 2.5], 1.3, 0.02
kernel = ConstantKernel(scale) * Matern(lengths, nu=2.5) + WhiteKernel(noise)
gp = GaussianProcessRegressor(kernel, alpha=0, optimizer=None).fit(x, y)
mean, sd = gp.predict(at, return_std=True)
likelihood, gradient = gp.log_marginal_likelihood(gp.kernel_.theta, eval_gradient=True)
json.dump({
    "x": x.tolist(), "y": y.tolist(), "at": at.tolist(),
    "lengths": lengths, "scale": scale, "noise": noise,
    "mean": mean.tolist(), "variance": (sd ** 2 - noise).tolist(),
    "logLikelihood": likelihood, "gradient": gradient.tolist(),  # by log scale, log lengths, log noise
}, open("gp.json", "w"), indent=1)

mp.mp.dps = 60
with open("improvement.txt", "w") as f:
    f.write("# z, log h(z), its derivative, log Phi(z), its derivative; h(z) = phi(z) + z Phi(z)\n")
    for text in ["8", "3", "0.5", "0", "-0.3", "-0.999", "-1", "-1.001", "-2", "-5", "-8", "-11.9", "-12.1",
                 "-20", "-38", "-40", "-100", "-1e4", "-1e8", "-1e50"]:
        z = mp.mpf(text)
        with mp.workdps(60 + (250 if abs(z) > 1e9 else 40)):
            t = z * z
            phi_log = -t / 2 - mp.log(2 * mp.pi) / 2
            if z < -1000:  # Mills' ratio by its continued fraction
                mills = mp.mpf(0)
                for k in range(60, 0, -1):
                    mills = k / (-z + mills)
                mills = 1 / (-z + mills)
            else:
                mills = mp.ncdf(z) / mp.exp(phi_log)
            rest = 1 + z * mills
            row = [phi_log + mp.log(rest), mills / rest, phi_log + mp.log(mills), 1 / mills]
        f.write(" ".join([text] + [mp.nstr(v, 20) for v in row]) + "\n")
