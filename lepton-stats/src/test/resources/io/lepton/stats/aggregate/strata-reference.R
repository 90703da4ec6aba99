# Figures of PostStratifiedMetricTest: Rscript strata-reference.R (R 4.2, base only), from aggregate-reference.json.
args <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
text <- paste(readLines(file.path(dirname(args), "aggregate-reference.json")), collapse = "")
get <- function(name) as.numeric(strsplit(sub(paste0('.*"', name, '":\\[([^]]*)\\].*'), "\\1", text), ",")[[1]])
Y <- c(get("y1"), get("y2")); U <- c(get("u1"), get("u2")); V <- c(get("v1"), get("v2"))
T <- rep(c(FALSE, TRUE), c(length(get("y1")), length(get("y2"))))
S <- cut(U, c(-Inf, 1, 3, 6, Inf), labels = FALSE)
print(table(S, T))
post <- function(z) {  # Miratrix, Sekhon and Yu (2013), strata taken as a sample
  w <- as.numeric(table(S)) / length(S); s <- sort(unique(S))
  m <- function(a) sapply(s, function(k) mean(z[S == k & T == a])); v <- function(a) sapply(s, function(k) var(z[S == k & T == a]) / sum(S == k & T == a))
  d <- m(TRUE) - m(FALSE); e <- sum(w * d)
  c(e, sqrt(sum(w^2 * (v(TRUE) + v(FALSE))) + sum(w * (d - e)^2) / length(z)))
}
print(post(Y), digits = 16)
theta <- coef(lm(Y ~ factor(S):factor(T) + V))["V"]   # slopes within strata and arms
print(post(Y - theta * (V - mean(V))), digits = 16)
ratio <- function(a) { w <- as.numeric(table(S)) / length(S); s <- sort(unique(S))
  sum(w * sapply(s, function(k) mean(Y[S == k & T == a]))) / sum(w * sapply(s, function(k) mean(V[S == k & T == a]))) }
base <- function(a) { w <- as.numeric(table(S)) / length(S); s <- sort(unique(S)); sum(w * sapply(s, function(k) mean(V[S == k & T == a]))) }
R <- c(ratio(FALSE), ratio(TRUE)); B <- c(base(FALSE), base(TRUE)); i <- T + 1
print(post(R[i] + (Y - R[i] * V) / B[i]), digits = 16)
