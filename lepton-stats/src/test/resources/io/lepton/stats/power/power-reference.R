# Makes power-reference.json: Rscript power-reference.R > power-reference.json (R 4.2.2, base only)
cases <- c()
put <- function(name, input, value)
  cases <<- c(cases, sprintf('  {"name": "%s", "input": [%s], "expected": %.15g}', name,
    paste(sprintf("%.15g", input), collapse = ", "), value))
tol <- .Machine$double.eps^0.9
for (d in c(0.05, 0.2, 0.5, 0.9)) for (a in c(0.01, 0.05, 0.1)) {
  put("mean_units", c(d, 2, a, 0.8), power.t.test(delta = d, sd = 2, sig.level = a, power = 0.8, tol = tol)$n)
  put("mean_power", c(150, d, 2, a), power.t.test(n = 150, delta = d, sd = 2, sig.level = a)$power)
  put("mean_effect", c(150, 2, a, 0.9), power.t.test(n = 150, sd = 2, sig.level = a, power = 0.9, tol = tol)$delta)
  put("mean_power_one_sided", c(150, d, 2, a),
    power.t.test(n = 150, delta = d, sd = 2, sig.level = a, alternative = "one.sided")$power)
}
for (p in c(0.02, 0.1, 0.34, 0.7)) for (e in c(0.003, 0.02, 0.1)) {
  put("proportion_units", c(p, e, 0.05, 0.85), power.prop.test(p1 = p, p2 = p + e, power = 0.85, tol = tol)$n)
  put("proportion_power", c(2500, p, e, 0.05), power.prop.test(n = 2500, p1 = p, p2 = p + e)$power)
  put("proportion_effect", c(2500, p, 0.05, 0.8),
    power.prop.test(n = 2500, p1 = p, power = 0.8, tol = tol)$p2 - p)
}
# Dunnett's critical value, multivariate normal with loadings, by integrate() over the shared part
beyond <- function(c, sides, l) integrate(function(u) dnorm(u) * (1 - sapply(u, function(x) {
  hi <- pnorm((c - l * x) / sqrt(1 - l^2))
  lo <- if (sides == 2) pnorm((-c - l * x) / sqrt(1 - l^2)) else 0
  prod(hi - lo)
})), -9, 9, rel.tol = 1e-12, subdivisions = 1000)$value
level <- function(alpha, sides, w) {
  l <- sqrt(w[-1] / (w[-1] + w[1]))
  c <- uniroot(function(z) beyond(z, sides, l) - alpha, c(0.5, 6), tol = 1e-13)$root
  sides * pnorm(-c)
}
for (w in list(c(1, 1, 1), c(1, 1, 1, 1), c(2, 1, 1, 1), c(1, 2, 3), c(5, 1, 2, 3, 4)))
  for (sides in 1:2) for (alpha in c(0.01, 0.05))
    put("dunnett_level", c(alpha, sides, w), level(alpha, sides, w))
# unequal groups, by the noncentral t
for (r in c(0.5, 3)) for (n in c(20, 200)) {
  m <- r * n; df <- n + m - 2
  put("mean_power_unequal", c(n, m, 0.4, 1, 0.05),
    pt(qt(0.975, df), df, ncp = 0.4 / sqrt(1 / n + 1 / m), lower.tail = FALSE))
}
cat("[\n", paste(cases, collapse = ",\n"), "\n]\n", sep = "")
