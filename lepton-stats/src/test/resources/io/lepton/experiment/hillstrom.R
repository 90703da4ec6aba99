# Writes hillstrom.json beside itself: Rscript hillstrom.R PATH/hillstrom.csv.gz (R 4.2, base only).
path <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
d <- read.csv(commandArgs(TRUE)[1])
num <- function(x) paste0("[", paste(format(unname(x), digits = 17), collapse = ","), "]")
control <- d[d$segment == "No E-Mail", ]
out <- c()
for (arm in c("Mens E-Mail", "Womens E-Mail")) {
  t <- d[d$segment == arm, ]; both <- rbind(t, control); T <- both$segment == arm
  add <- function(name, v) out <<- c(out, sprintf('"%s, %s":%s', arm, name, num(v)))
  add("n", c(nrow(t), nrow(control)))
  for (m in c("visit", "conversion")) {
    p <- prop.test(c(sum(t[[m]]), sum(control[[m]])), c(nrow(t), nrow(control)), correct = FALSE)
    add(m, c(p$estimate[1] - p$estimate[2], p$p.value))
  }
  w <- t.test(t$spend, control$spend)
  add("spend", c(w$estimate[1] - w$estimate[2], w$stderr, w$parameter, w$p.value))
  for (m in c("visit", "conversion", "spend")) {
    theta <- coef(lm(both[[m]] ~ T + both$history))[3]
    a <- both[[m]] - theta * (both$history - mean(both$history))
    w <- t.test(a[T], a[!T])
    add(paste(m, "by history"), c(w$estimate[1] - w$estimate[2], w$stderr, w$parameter, w$p.value))
  }
  cap <- quantile(d$spend, 0.999)
  w <- t.test(pmin(t$spend, cap), pmin(control$spend, cap))
  add("spend capped", c(w$estimate[1] - w$estimate[2], w$stderr, w$parameter, w$p.value))
  # does the effect on visits depend on where the customer lives?
  z <- split(seq_along(T), both$zip_code)
  e <- sapply(z, function(i) { y <- both$visit[i]; s <- T[i]
    c(mean(y[s]) - mean(y[!s]), mean(y[s]) * (1 - mean(y[s])) / sum(s) + mean(y[!s]) * (1 - mean(y[!s])) / sum(!s)) })
  q <- sum((e[1, ] - sum(e[1, ] / e[2, ]) / sum(1 / e[2, ]))^2 / e[2, ])
  add("visit by zip_code", c(q, pchisq(q, ncol(e) - 1, lower.tail = FALSE)))
}
writeLines(paste0("{", paste(out, collapse = ",\n"), "}"), file.path(dirname(path), "hillstrom.json"))
