# Reference figures for standardised means and paired changes.
#
#     Rscript tests/reference/standardised.R > tests/reference/standardised.json
#
# R's survey package standardises the scores of scale `all` to a population of roles, for each academy and for the trust;
# stats::t.test gives the paired change of invented pairs.
suppressMessages({library(survey); library(jsonlite)})
wave <- read.csv("tests/reference/trust-autumn.csv")
items <- paste0("q", sprintf("%02d", 1:12))
answers <- as.matrix(wave[items])
for (item in c("q04", "q09", "q11")) answers[, item] <- 7 - answers[, item]
answered <- rowSums(!is.na(answers))
score <- ifelse(answered >= 0.8 * 12, rowMeans(answers, na.rm = TRUE), NA)
population <- c("Leader" = 90, "Support staff" = 140, "Teacher" = 400, "Teaching assistant" = 210)
one <- function(rows) {
  used <- data.frame(score = score[rows], role = wave$role[rows])
  used <- used[!is.na(used$score), ]
  n <- table(used$role)
  if (any(!(names(population) %in% names(n))) || any(n < 2)) return(NULL)
  used$weight <- as.numeric(population[used$role]) / as.numeric(n[used$role])
  design <- svydesign(ids = ~1, strata = ~role, weights = ~weight, data = used)
  mean <- svymean(~score, design)
  limits <- confint(mean, df = degf(design))
  list(n = nrow(used), mean = as.numeric(coef(mean)), se = as.numeric(SE(mean)), df = degf(design),
       lower = limits[1], upper = limits[2])
}
academies <- sort(unique(wave$academy))
academies <- academies[academies != ""]
by <- setNames(lapply(academies, function(name) one(wave$academy == name)), academies)
by <- by[!sapply(by, is.null)]
before <- c(3.5, 4.0, 4.25, 2.75, 5.0, 3.0, 4.5, 3.75, 4.0, 5.5)
after <- c(3.75, 4.0, 4.75, 3.5, 4.75, 3.25, 5.0, 3.75, 4.5, 5.25)
test <- t.test(after, before, paired = TRUE)
cat(toJSON(list(
  population = as.list(population), trust = one(rep(TRUE, nrow(wave))), academies = by,
  paired = list(before = before, after = after, change = as.numeric(test$estimate), se = test$stderr,
                t = as.numeric(test$statistic), df = as.numeric(test$parameter), p = test$p.value,
                lower = test$conf.int[1], upper = test$conf.int[2], r = cor(before, after),
                d_z = mean(after - before) / sd(after - before))
), auto_unbox = TRUE, digits = NA, pretty = TRUE), "\n")
