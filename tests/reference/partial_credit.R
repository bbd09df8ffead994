# The partial credit model at the maximum of its conditional likelihood, for tests/library/oracle/structure.rs.
# Rscript partial_credit.R  (in this folder; base R and jsonlite; writes partial_credit.json)
# eRm's figures (pcm_cml in trust-*.json) are those at which nlm stopped: `erm_gradient` is the largest slope of the log-likelihood there,
# and `erm_loglik` is below `loglik`. Newton's method from there reaches the maximum.
library(jsonlite)
times <- function(a, b) { r <- numeric(length(a) + length(b) - 1); for (i in seq_along(a)) { at <- i:(i + length(b) - 1); r[at] <- r[at] + a[i] * b }; r }
figures <- function(term) {
  data <- read.csv(sprintf("trust-%s.csv", term)); expected <- fromJSON(sprintf("trust-%s.json", term))
  items <- grep("^q", names(data), value = TRUE); x <- data[, items]
  for (item in expected$reversed) x[[item]] <- 7 - x[[item]]
  x <- as.matrix(x[complete.cases(x), ]) - 1; k <- ncol(x); m <- 5; sums <- rowSums(x)
  x <- x[sums > 0 & sums < m * k, ]
  of_sums <- tabulate(rowSums(x) + 1, m * k + 1); of_codes <- sapply(seq_len(k), function(i) tabulate(x[, i] + 1, m + 1))
  at <- function(eta) {
    e <- matrix(eta, m); p <- lapply(seq_len(k), function(i) exp(-c(0, e[, i]))); gamma <- Reduce(times, p); w <- of_sums / gamma
    gradient <- sapply(seq_len(k), function(i) { rest <- Reduce(times, p[-i]); sapply(seq_len(m), function(c) p[[i]][c + 1] * sum(w[(c + 1):(c + length(rest))] * rest) - of_codes[c + 1, i]) })
    list(loglik = -sum(of_codes[-1, ] * e) - sum(of_sums * log(gamma)), gradient = as.vector(gradient))
  }
  steps <- expected$structure$pcm_cml$thresholds$steps
  eta <- as.vector(apply(steps, 1, cumsum)); erm <- at(eta)
  hessian <- function(eta) { h <- sapply(seq_along(eta), function(q) { d <- replace(numeric(length(eta)), q, 1e-5); (at(eta + d)$gradient - at(eta - d)$gradient) / 2e-5 }); -(h + t(h)) / 2 }
  for (step in 1:4) eta[-1] <- eta[-1] + solve(hessian(eta)[-1, -1], at(eta)$gradient[-1])
  codes <- rep(seq_len(m), k); origin <- diag(m * k) - outer(codes, rep(1, m * k)) / sum(codes)
  eta <- as.vector(origin %*% eta); found <- at(eta)
  v <- origin[, -1] %*% solve(hessian(eta)[-1, -1]) %*% t(origin[, -1])
  differences <- kronecker(diag(k), diag(m) - rbind(0, cbind(diag(m - 1), 0))); last <- kronecker(diag(k), t(c(0, 0, 0, 0, 1 / m)))
  se <- function(d) sqrt(diag(d %*% v %*% t(d)))
  list(loglik = found$loglik, gradient = max(abs(found$gradient)), erm_loglik = erm$loglik, erm_gradient = max(abs(erm$gradient)), items = items,
    location = as.vector(last %*% eta), location_se = se(last), steps = matrix(differences %*% eta, k, byrow = TRUE), step_ses = matrix(se(differences), k, byrow = TRUE))
}
writeLines(toJSON(list("trust-autumn" = figures("autumn"), "trust-spring" = figures("spring")), digits = NA, auto_unbox = TRUE, pretty = TRUE), "partial_credit.json")
