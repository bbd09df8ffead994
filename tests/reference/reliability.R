# Further reference figures for reliability, which oracle.R does not compute: for the same surveys and for psych's
# example.
#
#   Rscript reliability.R reliability.json      (in this directory)
#
# attitude.csv is R's datasets::attitude (Chatterjee & Price 1977), written without row names.
# Needs (Debian): r-base-core r-cran-psych r-cran-gparotation r-cran-lavaan r-cran-jsonlite
suppressMessages({ library(psych); library(lavaan); library(jsonlite); library(GPArotation) })
quiet <- function(e) suppressWarnings(suppressMessages(e))
omega_ml <- function(x) {
  fit <- quiet(cfa(paste("f =~", paste(names(x), collapse = " + ")), data = x, std.lv = TRUE))
  p <- inspect(fit, "est"); sum(p$lambda)^2 / (sum(p$lambda)^2 + sum(p$theta))
}
minres_omega <- function(x) {
  sink(nullfile()); on.exit(sink())
  quiet(psych::omega(x, 1, flip = FALSE, plot = FALSE)$omega.tot)
}
halves <- function(C) {          # every split into halves as even as can be, once
  k <- ncol(C); m <- k %/% 2; sets <- combn(k, m)
  if (k %% 2 == 0) sets <- sets[, sets[1, ] == 1, drop = FALSE]
  v <- apply(sets, 2, function(a) 4 * sum(C[a, -a]) / sum(C))
  list(min = min(v), mean = mean(v), max = max(v), n_splits = length(v))
}
figures <- function(x) {
  of_pairs <- minres_omega(x)      # psych takes the correlations pairwise
  x <- x[complete.cases(x), ]; k <- ncol(x); C <- cov(x); R <- cor(x)
  al <- quiet(psych::alpha(x, check.keys = FALSE, warnings = FALSE))
  minres <- minres_omega(x)
  minres_dropped <- sapply(seq_len(k), function(i) minres_omega(x[, -i]))
  list(items = names(x), n = nrow(x), alpha = al$total$raw_alpha, lambda6_of_correlations = al$total[["G6(smc)"]],
    alpha_se_normal_theory = al$total$ase, feldt = unname(unlist(al$feldt)[c(1, 3)]),
    omega_total = omega_ml(x), omega_if_dropped = sapply(seq_len(k), function(i) omega_ml(x[, -i])),
    omega_minres = minres, omega_minres_pairwise = of_pairs, omega_minres_if_dropped = minres_dropped,
    split_half_of_covariances = halves(C), split_half_of_correlations = halves(R))
}
args <- commandArgs(TRUE)
survey <- function(file) {
  x <- read.csv(file)[, sprintf("q%02d", 1:12)]
  for (q in c("q04", "q09", "q11")) x[[q]] <- 7 - x[[q]]
  list(all = figures(x), teaching = figures(x[, 1:6]), engagement = figures(x[, 7:12]))
}
write_json(list(made_with = list(R = R.version.string, psych = as.character(packageVersion("psych")), lavaan = as.character(packageVersion("lavaan"))),
  attitude = figures(read.csv("attitude.csv")), `trust-autumn` = survey("trust-autumn.csv"), `trust-spring` = survey("trust-spring.csv")),
  args[1], digits = NA, auto_unbox = TRUE, pretty = TRUE)
