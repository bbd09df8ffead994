# Does an item differ between academies more than its factor does? Figures for tests/library/oracle/cluster_bias.rs.
# Rscript cluster_bias.R  (in this folder; base R and jsonlite; writes cluster_bias.json)
# One factor within academies by factanal; d = x - lambda * Bartlett's estimate from the other items; d's academy means beyond a straight
# line over those of the estimate, against the variances of d within each academy (Brown & Forsythe 1974).
library(jsonlite)
figures <- function(term) {
  data <- read.csv(sprintf("trust-%s.csv", term)); expected <- fromJSON(sprintf("trust-%s.json", term))
  items <- grep("^q", names(data), value = TRUE); x <- data[, items]
  for (item in expected$reversed) x[[item]] <- 7 - x[[item]]
  complete <- complete.cases(x) & data$academy != ""
  x <- as.matrix(x[complete, ]) - 1; g <- as.integer(factor(data$academy[complete]))
  n <- nrow(x); sizes <- tabulate(g); J <- length(sizes); k <- ncol(x)
  deviations <- x - (rowsum(x, g) / sizes)[g, ]; within <- crossprod(deviations) / (n - J)
  fit <- factanal(covmat = within, factors = 1, n.obs = n - J, control = list(nstart = 5, opt = list(factr = 10)))
  sd <- sqrt(diag(within)); lambda <- fit$loadings[, 1] * sd * sign(sum(fit$loadings[, 1])); theta <- fit$uniquenesses * sd^2
  one <- function(i) {
    o <- setdiff(seq_len(k), i); w <- lambda[o] / theta[o]; w <- w / sum(lambda[o] * w)
    eta <- drop(x[, o] %*% w); d <- x[, i] - lambda[i] * eta
    means <- function(v) tapply(v, g, mean); s2 <- tapply(d, g, var)
    z <- cbind(1, means(eta)) * sqrt(sizes); m <- diag(J) - z %*% solve(crossprod(z), t(z))
    q <- sum((m %*% (means(d) * sqrt(sizes)))^2); free <- diag(m); e <- sum(free * s2)
    df1 <- e^2 / sum(m^2 * outer(s2, s2)); df2 <- e^2 / sum(free^2 * s2^2 / (sizes - 1)); f <- q / e
    variance <- max(0, e / (J - 2) * (f - 1) / ((n - sum(sizes^2) / n) / (J - 1)))
    list(f = f, df1 = df1, df2 = df2, p = pf(f, df1, df2, lower.tail = FALSE), share = variance / (variance + within[i, i]))
  }
  list(n = n, academies = J, items = setNames(lapply(seq_len(k), one), items))
}
writeLines(toJSON(list(autumn = figures("autumn"), spring = figures("spring")), digits = NA, auto_unbox = TRUE, pretty = TRUE), "cluster_bias.json")
