# Reference figures for the change between two terms if academies may change differently: the random-slope model for
# each scale.
#
#     Rscript slope.R trust-autumn.csv trust-spring.csv slope.json
suppressMessages({ library(lme4); library(jsonlite) })
arg <- commandArgs(TRUE); reversed <- c("q04", "q09", "q11")
scales <- list(all = 1:12, teaching = 1:6, engagement = 7:12)
read <- function(f, places) { d <- read.csv(f); for (r in reversed) d[[r]] <- 7 - d[[r]]
  x <- d[, sprintf("q%02d", places)]; m <- rowMeans(x, na.rm = TRUE); m[rowSums(!is.na(x)) < .8 * length(places)] <- NA
  data.frame(academy = d$academy, score = m)[!is.na(m), ] }
# Stricter than lme4's default, which gives the variances only three or four digits.
tight <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-12, maxfun = 1e5), check.conv.singular = "ignore")
of <- function(places) {
  both <- rbind(cbind(read(arg[1], places), wave = 0), cbind(read(arg[2], places), wave = 1))
  m <- lmer(score ~ wave + (1 + wave | academy), both, control = tight)
  v <- as.data.frame(VarCorr(m))$vcov; own <- ranef(m, condVar = FALSE)$academy
  # Henderson's mixed model equations give the prediction error variance of beta + u. They need an invertible covariance
  # matrix.
  X <- getME(m, "X"); Z <- as.matrix(getME(m, "Z")); s2 <- sigma(m)^2; J <- ncol(Z) / 2
  own_se <- if (isSingular(m)) NULL else {
    G <- kronecker(diag(J), matrix(c(v[1], v[3], v[3], v[2]), 2))
    C <- solve(rbind(cbind(crossprod(X), crossprod(X, Z)), cbind(crossprod(Z, X), crossprod(Z) + s2 * solve(G)))) * s2
    sapply(seq_len(J), function(j) { k <- c(2, 2 + 2 * j); sqrt(sum(C[k, k])) })
  }
  c(list(change = unname(fixef(m)["wave"]), se = sqrt(vcov(m)[2, 2]), singular = isSingular(m), var_academy = v[1], var_change = v[2],
       covariance = v[3], var_residual = v[4], own_change = as.list(setNames(fixef(m)["wave"] + own$wave, rownames(own)))),
    if (!is.null(own_se)) list(own_change_se = as.list(setNames(own_se, rownames(own)))))
}
write_json(c(list(made_with = list(R = R.version.string, lme4 = as.character(packageVersion("lme4")))), lapply(scales, of)),
  arg[3], digits = NA, auto_unbox = TRUE, pretty = TRUE)
