# Writes aggregate-reference.json beside itself: Rscript aggregate-reference.R (R 4.2, base only).
set.seed(20261122)
num <- function(x) paste0("[", paste(format(x, digits = 17), collapse = ","), "]")
n <- c(45, 38)
x1 <- lapply(n, function(m) round(rexp(m, 1 / 3), 4))
x2 <- lapply(n, function(m) round(rnorm(m, 100, 5), 4))
y <- list(round(2 + 0.8 * x1[[1]] + 0.05 * x2[[1]] + rnorm(n[1]), 4),
          round(3 + 0.5 * x1[[2]] + 0.08 * x2[[2]] + rnorm(n[2], 0, 1.5), 4))
out <- c()
add <- function(name, value) out <<- c(out, sprintf('"%s":%s', name, value))
one <- function(name, v) add(name, format(v, digits = 17))
for (a in 1:2) { add(paste0("y", a), num(y[[a]])); add(paste0("u", a), num(x1[[a]])); add(paste0("v", a), num(x2[[a]])) }
arm <- rep(1:2, n); Y <- unlist(y); U <- unlist(x1); V <- unlist(x2)
# CUPED: slopes within arms, then Welch on the adjusted values
cuped <- function(name, X) {
  theta <- coef(lm(Y ~ factor(arm) + X))[-(1:2)]
  adj <- Y - as.matrix(X) %*% theta
  t <- t.test(adj[arm == 2], adj[arm == 1])
  add(paste0(name, "_theta"), num(theta))
  add(name, num(c(t$estimate[1] - t$estimate[2], t$stderr, t$parameter, t$p.value)))
}
cuped("cuped1", cbind(U)); cuped("cuped2", cbind(U, V))
# Lin: a regression in each arm, compared at the common mean; the slopes' difference adds
# the variance of that mean.
d <- data.frame(Y, U, V); m <- data.frame(U = mean(U), V = mean(V))
f <- lapply(1:2, function(a) lm(Y ~ U + V, d[arm == a, ]))
p <- lapply(f, predict, newdata = m, se.fit = TRUE)
db <- coef(f[[2]])[-1] - coef(f[[1]])[-1]
common <- drop(t(db) %*% cov(d[, 2:3]) %*% db) / nrow(d)
s <- sapply(p, function(q) q$se.fit^2); df <- sapply(f, df.residual)
add("lin", num(c(p[[2]]$fit - p[[1]]$fit, sqrt(sum(s) + common), sum(s)^2 / sum(s^2 / df))))
# the same estimate by the textbook regression with centred covariates and interactions
T <- arm == 2; uc <- U - mean(U); vc <- V - mean(V)
one("lin_textbook", unname(coef(lm(Y ~ T * (uc + vc)))["TTRUE"]))
# post-stratification by U above its median
S <- U > median(U); w <- as.numeric(table(S)) / length(S)
est <- sapply(c(FALSE, TRUE), function(s) mean(Y[S == s & T]) - mean(Y[S == s & !T]))
v <- sapply(c(FALSE, TRUE), function(s) var(Y[S == s & T]) / sum(S == s & T) + var(Y[S == s & !T]) / sum(S == s & !T))
e <- sum(w * est)
add("strata", num(c(e, sqrt(sum(w^2 * v) + sum(w * (est - e)^2) / length(Y)))))
# Cochran's Q of the two strata
wq <- 1 / v; pooled <- sum(wq * est) / sum(wq); q <- sum(wq * (est - pooled)^2)
add("cochran", num(c(q, pchisq(q, 1, lower.tail = FALSE), pooled)))
# ratio Y/V by the delta method, plain and relative
lin <- function(a) { r <- mean(y[[a]]) / mean(x2[[a]]); r + (y[[a]] - r * x2[[a]]) / mean(x2[[a]]) }
t <- t.test(lin(2), lin(1)); add("ratio", num(c(t$estimate[1] - t$estimate[2], t$stderr, t$parameter)))
# slope of the effect over three days
D <- cbind(Y, U * 2, V / 10); z <- D %*% c(-1, 0, 1) / 2
t <- t.test(z[T], z[!T]); add("slope", num(c(t$estimate[1] - t$estimate[2], t$stderr, t$parameter, t$p.value)))
path <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
writeLines(paste0("{", paste(out, collapse = ",\n"), "}"), file.path(dirname(path), "aggregate-reference.json"))
