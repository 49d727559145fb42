#!/usr/bin/env Rscript
# Reference values made with R, against which test_statistics.py checks ours.
# Run:     Rscript r.R
# Writes:  r.json, one entry per case:
#            data    the inputs in full (numbers only; NA would be null)
#            result  the reference numbers (15 significant digits)
#            made_by the R calls and the versions of R and packages
# Debian 12 packages: r-base-core r-cran-psych r-cran-survey r-cran-jsonlite
#                     r-cran-vcd r-cran-hmisc r-cran-effectsize r-cran-multilevel
# Matrices are written row by row. All p values are two-sided.

suppressPackageStartupMessages({
  library(jsonlite); library(psych); library(survey)
})
RNGkind("Mersenne-Twister", "Inversion", "Rejection")   # fixed, whatever the R version
options(digits = 15)

ver <- function(...) paste(c(paste0("R ", getRversion()),
  vapply(c(...), function(p) paste(p, as.character(packageVersion(p))), "")), collapse = ", ")
by  <- function(call, ...) paste0(call, " [", ver(...), "]")
num <- function(x) unname(as.numeric(x))
mat <- function(x) unname(as.matrix(x))
out <- list()

# ---------------------------------------------------------------- 1, 2: alpha
alpha_cov <- function(x) {                    # k/(k-1) * (1 - sum var / var of sum)
  S <- cov(x); k <- ncol(x)
  k / (k - 1) * (1 - sum(diag(S)) / sum(S))
}
alpha_case <- function(x) {
  a <- suppressWarnings(suppressMessages(psych::alpha(x, check.keys = FALSE, warnings = FALSE)))
  list(raw_alpha = a$total$raw_alpha, raw_alpha_covariance_formula = alpha_cov(x),
       std_alpha = a$total$std.alpha,
       alpha_if_item_dropped = num(a$alpha.drop$raw_alpha),
       item_rest_correlation = num(a$item.stats$r.drop))
}
alpha_by <- by(paste("psych::alpha(x, check.keys = FALSE): $total$raw_alpha, $total$std.alpha,",
  "$alpha.drop$raw_alpha, $item.stats$r.drop; covariance formula k/(k-1)*(1 - tr(S)/sum(S)), S = cov(x)"), "psych")

att <- as.data.frame(lapply(datasets::attitude, as.numeric))
out$alpha_attitude <- list(data = list(items = as.list(att)), result = alpha_case(att), made_by = alpha_by)

set.seed(20240101)
n <- 200; f <- rnorm(n)
three <- as.data.frame(lapply(1:3, function(j)
  pmin(7, pmax(1, round(4 + 1.3 * (0.75 * f + sqrt(1 - 0.75^2) * rnorm(n)))))))
names(three) <- c("q1", "q2", "q3")
out$alpha_three <- list(data = list(items = as.list(three)), result = alpha_case(three), made_by = alpha_by)

# ------------------------------------------------------------------ 3: omega
omega_formula <- function(l, th) sum(l)^2 / (sum(l)^2 + sum(th))
pack <- function(l, th, S) {
  l <- num(l); th <- num(th); if (sum(l) < 0) l <- -l
  R <- S - tcrossprod(l)
  list(loadings = l, uniquenesses = th, omega = omega_formula(l, th),
       off_diagonal_residual_ss = sum(R[lower.tri(R)]^2))   # what minres minimises
}
# psych 2.2.9's minres search starts from SMCs and is not exact; with covar=TRUE its
# objective even puts 1 - Psi on the diagonal of a covariance matrix, so it stops at a
# point that is NOT the minimum. This finds the true minimum of the sum of squared
# off-diagonal residuals: BFGS, then Newton steps with the exact Hessian.
minres_exact <- function(S) {
  S <- mat(S); sc <- mean(diag(S)); A <- S / sc; p <- nrow(A)
  o <- function(l) { R <- A - tcrossprod(l); sum(R[lower.tri(R)]^2) }
  g <- function(l) { R <- A - tcrossprod(l); diag(R) <- 0; -2 * as.vector(R %*% l) }
  H <- function(l) { h <- -2 * (A - 2 * tcrossprod(l)); diag(h) <- 2 * (sum(l^2) - l^2); h }
  l <- optim(rep(0.6, p), o, g, method = "BFGS", control = list(reltol = 1e-15, maxit = 10000))$par
  for (i in 1:20) l <- l - solve(H(l), g(l))
  stopifnot(max(abs(g(l))) < 1e-13, all(eigen(H(l))$values > 0))
  l <- l * sqrt(sc); if (sum(l) < 0) l <- -l
  stopifnot(all(diag(S) - l^2 > 0))                    # no Heywood case
  pack(l, diag(S) - l^2, S)
}
# factanal stops at optim's default tolerance (about 1e-6 in a loading); this carries
# its solution to the maximum of the likelihood with EM steps for one factor.
ml_exact <- function(R, l, th) {
  for (i in 1:200000) {
    b <- (l / th) / (1 + sum(l^2 / th))                # Sigma^-1 l  (Sherman-Morrison)
    Rb <- as.vector(R %*% b)
    ln <- Rb / (1 - sum(b * l) + sum(b * Rb))
    tn <- diag(R) - ln * Rb
    d <- max(abs(ln - l), abs(tn - th)); l <- ln; th <- tn
    if (d < 1e-16) break
  }
  Si <- solve(tcrossprod(l) + diag(th)); G <- Si - Si %*% R %*% Si   # scores must vanish
  stopifnot(max(abs(G %*% l), abs(diag(G))) < 1e-11, all(th > 0.005))
  list(l = l, th = th)
}
omega_case <- function(x) {
  R <- mat(cor(x)); S <- mat(cov(x)); s <- sqrt(diag(S))
  q <- function(e) suppressWarnings(suppressMessages(e))
  fc <- q(psych::fa(x, nfactors = 1, fm = "minres", rotate = "none", covar = TRUE))
  fr <- q(psych::fa(x, nfactors = 1, fm = "minres", rotate = "none", covar = FALSE))
  fp <- q(psych::fa(x, nfactors = 1, fm = "ml",     rotate = "none", covar = FALSE))
  fm <- factanal(x, factors = 1, rotation = "none")
  lm_ <- num(fm$loadings[, 1]); um <- num(fm$uniquenesses)
  ml <- ml_exact(R, abs(lm_), um)
  list(covariance_psych_minres  = pack(fc$loadings[, 1], fc$uniquenesses, S),
       covariance_minres_exact  = minres_exact(S),
       correlation_psych_minres = pack(fr$loadings[, 1], fr$uniquenesses, R),
       correlation_minres_exact = minres_exact(R),
       correlation_ml_factanal  = pack(lm_, um, R),
       correlation_ml_psych     = pack(fp$loadings[, 1], fp$uniquenesses, R),
       # ML is scale-equivariant: the fit to the covariance matrix is l*sd, theta*var
       correlation_ml_exact     = pack(ml$l, ml$th, R),
       covariance_ml_exact      = pack(ml$l * s, ml$th * s^2, S))
}
omega_by <- by(paste("omega = sum(l)^2/(sum(l)^2+sum(theta)).",
  "*_psych_minres: psych::fa(x, nfactors=1, fm='minres', rotate='none', covar=TRUE/FALSE);",
  "*_minres_exact: true minimum of squared off-diagonal residuals, optim BFGS + Newton in reference.R, theta = diag(S) - l^2;",
  "correlation_ml_factanal: factanal(x, 1, rotation='none');",
  "correlation_ml_exact: the same taken to the exact maximum of the likelihood by EM in reference.R;",
  "covariance_ml_exact: that with loadings*sd and uniquenesses*var;",
  "correlation_ml_psych: psych::fa(fm='ml').",
  "NOTE psych 2.2.9 covar=TRUE minres is not at its minimum for attitude: compare with *_minres_exact"), "psych")
out$omega_three <- list(data = list(items = as.list(three)), result = omega_case(three), made_by = omega_by)
out$omega_seven <- list(data = list(items = as.list(att)),   result = omega_case(att),   made_by = omega_by)

# ------------------------------------------------------------------ 4: kappa
set.seed(4)
nom1 <- sample(1:4, 60, TRUE, c(.4, .3, .2, .1))
nom2 <- ifelse(runif(60) < 0.65, nom1, sample(1:4, 60, TRUE))
ord1 <- sample(1:5, 60, TRUE, c(.1, .2, .3, .25, .15))
ord2 <- pmin(5, pmax(1, ord1 + sample(c(-2, -1, 0, 1, 2), 60, TRUE, c(.05, .2, .5, .2, .05))))
stopifnot(all(table(nom1) > 0), length(unique(nom1)) == 4, length(unique(nom2)) == 4,
          length(unique(ord1)) == 5, length(unique(ord2)) == 5)
d5 <- abs(outer(1:5, 1:5, "-"))
w_lin <- 1 - d5 / 4; w_quad <- 1 - d5^2 / 16         # AGREEMENT weights: 1 on the diagonal
k4 <- suppressWarnings(psych::cohen.kappa(cbind(nom1, nom2), levels = 1:4))
kl <- suppressWarnings(psych::cohen.kappa(cbind(ord1, ord2), w = w_lin,  levels = 1:5))
kq <- suppressWarnings(psych::cohen.kappa(cbind(ord1, ord2), w = w_quad, levels = 1:5))
v4 <- vcd::Kappa(table(factor(nom1, 1:4), factor(nom2, 1:4)))
t5 <- table(factor(ord1, 1:5), factor(ord2, 1:5))
vl <- vcd::Kappa(t5, weights = "Equal-Spacing"); vq <- vcd::Kappa(t5, weights = "Fleiss-Cohen")
stopifnot(abs(v4$Unweighted[1] - k4$kappa) < 1e-12, abs(vl$Weighted[1] - kl$weighted.kappa) < 1e-12,
          abs(vq$Weighted[1] - kq$weighted.kappa) < 1e-12)
out$kappa <- list(
  data = list(nominal = list(coder1 = nom1, coder2 = nom2, categories = 1:4),
              ordered = list(coder1 = ord1, coder2 = ord2, categories = 1:5,
                             weights_linear = w_lin, weights_quadratic = w_quad)),
  result = list(
    nominal = list(kappa = k4$kappa, observed_agreement = mean(nom1 == nom2),
      table = mat(unclass(table(factor(nom1, 1:4), factor(nom2, 1:4)))),
      se_psych = sqrt(k4$var.kappa), se_vcd = num(v4$Unweighted[2])),
    ordered = list(unweighted_kappa = kl$kappa,
      linear_weighted_kappa = kl$weighted.kappa, quadratic_weighted_kappa = kq$weighted.kappa,
      table = mat(unclass(t5)),
      # psych 2.2.9's var.weighted departs from the Fleiss-Cohen-Everitt formula here
      # (it comes out 0 for quadratic weights), so only vcd's is given
      se_linear_vcd = num(vl$Weighted[2]), se_quadratic_vcd = num(vq$Weighted[2]))),
  made_by = by(paste("psych::cohen.kappa(cbind(c1,c2), w, levels); checked against vcd::Kappa.",
    "Weights are AGREEMENT weights: linear w_ij = 1-|i-j|/(k-1), quadratic w_ij = 1-(i-j)^2/(k-1)^2,",
    "kappa_w = (sum w*p_ij - sum w*p_i.*p_.j)/(1 - sum w*p_i.*p_.j). Table rows = coder1, columns = coder2.",
    "se: large-sample standard error of kappa (not that under the null)"), "psych", "vcd"))

# -------------------------------------------------------------- 5: Kendall's W
set.seed(5)
score <- t(sapply(1:12, function(i) c(0, .6, 1.1, 1.5, 2.2, 2.6) + rnorm(6, 0, 1.1)))
rk_no <- t(apply(score, 1, rank))                                # no ties
sc_ti <- pmin(pmax(round(score + 2), 1), 5)                      # five-point scores: ties
rk_ti <- t(apply(sc_ti, 1, rank))                                # mid-ranks
w_case <- function(r) {
  f <- friedman.test(mat(r)); m <- nrow(r); k <- ncol(r)
  W <- num(f$statistic) / (m * (k - 1))
  we <- effectsize::kendalls_w(mat(r), ci = NULL, verbose = FALSE)$Kendalls_W
  S <- sum((colSums(r) - m * (k + 1) / 2)^2)
  stopifnot(abs(W - we) < 1e-12)
  list(W = W, W_without_tie_correction = 12 * S / (m^2 * (k^3 - k)), S = S,
       chi_square = num(f$statistic), df = num(f$parameter), p = f$p.value,
       rank_sums = num(colSums(r)))
}
out$kendall_w <- list(
  data = list(no_ties = list(ranks = mat(rk_no)), ties = list(scores = mat(sc_ti), ranks = mat(rk_ti))),
  result = list(no_ties = w_case(rk_no), ties = w_case(rk_ti)),
  made_by = by(paste("f <- friedman.test(ranks): rows = 12 raters (blocks), columns = 6 objects, mid-ranks for ties;",
    "W = f$statistic/(m*(k-1)) with m raters, k objects (tie-corrected); chi_square = m*(k-1)*W, df = k-1;",
    "W checked against effectsize::kendalls_w"), "effectsize"))

# ---------------------------------------------------------------- 6: Spearman
sx <- c(3, 5, 5, 1, 8, 9, 2, 5, 7, 10, 2, 6)
sy <- c(2, 6, 4, 1, 7, 7, 3, 3, 9,  8, 5, 7)
sp <- suppressWarnings(cor.test(sx, sy, method = "spearman", exact = FALSE))
out$spearman <- list(data = list(x = sx, y = sy),
  result = list(rho = num(sp$estimate), S = num(sp$statistic), p = sp$p.value,
                t = num(sp$estimate) * sqrt(10 / (1 - num(sp$estimate)^2)), df = 10),
  made_by = by("cor.test(x, y, method='spearman', exact=FALSE): two-sided p from t with n-2 df, no continuity correction"))

# ------------------------------------------------------------------ 7: Wilson
wx <- c(2, 9, 55, 0, 20); wn <- c(91, 91, 91, 20, 20)
wi <- t(mapply(function(x, n) suppressWarnings(prop.test(x, n, correct = FALSE, conf.level = .95))$conf.int, wx, wn))
hb <- Hmisc::binconf(wx, wn, method = "wilson")
stopifnot(max(abs(wi - hb[, 2:3])) < 1e-12)
out$wilson <- list(data = list(x = wx, n = wn, level = 0.95),
  result = list(proportion = wx / wn, lower = num(wi[, 1]), upper = num(wi[, 2])),
  made_by = by("prop.test(x, n, correct=FALSE)$conf.int; checked against Hmisc::binconf(method='wilson')", "Hmisc"))

# ------------------------------------------------------------------- 8: logit
set.seed(8)
lg <- data.frame(cohort = rep(0:1, 60), experience = round(runif(120, 0, 20), 1))
lg$y <- as.integer(runif(120) < plogis(-1.2 + 0.5 * lg$cohort + 0.12 * lg$experience
                                       - 0.06 * lg$cohort * lg$experience))
gm <- glm(y ~ cohort * experience, family = binomial, data = lg, epsilon = 1e-14, maxit = 100)
# one more step from the solution, so that the standard errors too come from converged weights
gm <- glm(y ~ cohort * experience, family = binomial, data = lg, start = coef(gm), epsilon = 1e-14, maxit = 100)
stopifnot(gm$converged)
cf <- coef(summary(gm))
out$logit <- list(data = list(y = lg$y, cohort = lg$cohort, experience = lg$experience),
  result = list(   # order: intercept, cohort, experience, cohort:experience
    coefficients = num(cf[, 1]), standard_errors = num(cf[, 2]), z = num(cf[, 3]), p = num(cf[, 4]),
    vcov = mat(vcov(gm)), log_likelihood = num(logLik(gm)),
    null_log_likelihood = -gm$null.deviance / 2, aic = AIC(gm)),
  made_by = by("glm(y ~ cohort*experience, family=binomial, epsilon=1e-14, maxit=100), refitted from its own solution; summary(): Wald z and p; logLik(). Order: intercept, cohort, experience, cohort:experience"))

# -------------------------------------------------------------------- 9: rake
set.seed(9)
rk <- data.frame(department = sample(1:4, 300, TRUE, c(.4, .2, .25, .15)))
rk$cohort <- 1 + as.integer(runif(300) < c(.3, .5, .4, .6)[rk$department])
rk$y <- pmin(7, pmax(1, round(3 + .3 * rk$department + .6 * rk$cohort + rnorm(300, 0, 1.2))))
pop_d <- c(420, 300, 260, 220); pop_c <- c(700, 500); N <- 1200
rk$w0 <- N / nrow(rk)
des <- svydesign(ids = ~1, weights = ~w0, data = rk)
ra <- rake(des, list(~department, ~cohort),
           list(data.frame(department = 1:4, Freq = pop_d), data.frame(cohort = 1:2, Freq = pop_c)),
           control = list(maxit = 200, epsilon = 1e-10, verbose = FALSE))
wt <- num(weights(ra))
stopifnot(max(abs(tapply(wt, rk$department, sum) - pop_d)) < 1e-6, max(abs(tapply(wt, rk$cohort, sum) - pop_c)) < 1e-6)
my <- svymean(~y, ra)
out$rake <- list(
  data = list(department = rk$department, cohort = rk$cohort, y = rk$y, start_weight = rk$w0,
              population_department = pop_d, population_cohort = pop_c),
  result = list(weights = wt, weighted_mean_y = num(coef(my)), unweighted_mean_y = mean(rk$y),
    cell_weights = mat(unclass(tapply(wt, list(rk$department, rk$cohort), function(v) v[1]))),
    cell_counts = mat(unclass(table(rk$department, rk$cohort))),
    kish_design_effect = length(wt) * sum(wt^2) / sum(wt)^2,
    kish_effective_n = sum(wt)^2 / sum(wt^2),
    se_weighted_mean_y_survey = num(SE(my))),
  made_by = by(paste("survey::rake(svydesign(ids=~1, weights=~w0), list(~department, ~cohort), population margins,",
    "control=list(maxit=200, epsilon=1e-10)); weights(); svymean(~y); se is survey's linearised one that allows for raking, no fpc;",
    "kish: n*sum(w^2)/sum(w)^2 and its n/deff, computed plainly"), "survey"))

# --------------------------------------------------------------------- 10: rwg
rg <- list(c(5, 6, 5, 6, 7, 5), c(2, 3, 4, 5, 3, 6, 4, 1), c(1, 7, 1, 7, 2))
gid <- rep(seq_along(rg), lengths(rg)); rx <- unlist(rg)
s2 <- vapply(rg, var, 0)
mr <- multilevel::rwg(rx, gid, ranvar = 4)
out$rwg <- list(data = list(group = gid, x = rx, expected_variance = 4),
  result = list(group = 1:3, sample_variance = s2, rwg = 1 - s2 / 4, rwg_truncated_at_0 = num(mr$rwg)),
  made_by = by(paste("rwg: 1 - var(x)/4 by group, plainly (negative where s^2 > 4: group 3);",
    "rwg_truncated_at_0: multilevel::rwg(x, group, ranvar=4)"), "multilevel"))

# ---------------------------------------------- 11: Mann-Kendall (Theil-Sen skipped)
# Debian has no package for either (no Kendall, trend, mblm, zyp). The Mann-Kendall test
# is base R's Kendall test of the series against time, with continuity correction:
# z = sign(S)(|S|-1)/sqrt(Var S), Var S corrected for ties in the series.
tt <- 1:24
mk <- c(12, 14, 11, 15, 15, 13, 17, 16, 14, 18, 17, 19, 16, 20, 18, 18, 22, 19, 21, 20, 23, 20, 24, 21)
S <- sum(outer(tt, tt, function(i, j) ifelse(i < j, sign(mk[j] - mk[i]), 0)))
k1 <- cor.test(tt, mk, method = "kendall", exact = FALSE, continuity = TRUE)
k0 <- cor.test(tt, mk, method = "kendall", exact = FALSE, continuity = FALSE)
out$mann_kendall <- list(data = list(t = tt, x = mk),
  result = list(S = S, var_S = (S / num(k0$statistic))^2, tau_b = num(k1$estimate),
    z_continuity = num(k1$statistic), p_continuity = k1$p.value,
    z_no_continuity = num(k0$statistic), p_no_continuity = k0$p.value),
  made_by = by(paste("cor.test(1:24, x, method='kendall', exact=FALSE, continuity=TRUE/FALSE) (base R; no Debian package for Mann-Kendall);",
    "S by its definition. Theil-Sen skipped: no Debian package")))

# ------------------------------------------------------------------- 13: Gini
gx <- c(0, 0, 1, 3, 7, 2, 2, 9); o <- sort(gx); ng <- length(o)
gini <- sum((2 * seq_len(ng) - ng - 1) * o) / (ng * sum(o))
stopifnot(abs(gini - Hmisc::GiniMd(gx) * (ng - 1) / ng / (2 * mean(gx))) < 1e-12)
out$gini <- list(data = list(x = gx), result = list(gini = gini, gini_n_over_n_minus_1 = gini * ng / (ng - 1)),
  made_by = by(paste("o <- sort(x); sum((2*i-n-1)*o)/(n*sum(o)); checked against",
    "Hmisc::GiniMd(x)*(n-1)/n/(2*mean(x)); the second value is times n/(n-1)"), "Hmisc"))

# -------------------------------------------------------- 14: margin of error
mp <- .5; mn <- 200; mN <- 900
out$margin_of_error <- list(data = list(p = mp, n = mn, N = mN, z = 1.96),
  result = list(moe_z_1.96 = 1.96 * sqrt(mp * (1 - mp) / mn * (mN - mn) / (mN - 1)),
                moe_z_qnorm = qnorm(.975) * sqrt(mp * (1 - mp) / mn * (mN - mn) / (mN - 1)),
                moe_z_1.96_without_fpc = 1.96 * sqrt(mp * (1 - mp) / mn)),
  made_by = by("z*sqrt(p*(1-p)/n*(N-n)/(N-1)), computed plainly; z = 1.96, and z = qnorm(.975)"))

# ------------------------------------------------ 15: Welch t and Cohen's d
set.seed(15)
g1 <- round(rnorm(40, 5.2, 1.1), 2); g2 <- round(rnorm(35, 4.6, 1.5), 2)
we <- t.test(g1, g2); st <- t.test(g1, g2, var.equal = TRUE)
sp_ <- sqrt((39 * var(g1) + 34 * var(g2)) / 73)
dd <- (mean(g1) - mean(g2)) / sp_
ed <- effectsize::cohens_d(g1, g2, pooled_sd = TRUE)
eg <- effectsize::hedges_g(g1, g2, pooled_sd = TRUE)
pd <- suppressWarnings(psych::cohen.d(data.frame(x = c(g1, g2), group = rep(1:2, c(40, 35))), "group"))
stopifnot(abs(dd - ed$Cohens_d) < 1e-12,
          abs(dd + pd$hedges.g[1, "effect"]) < 1e-12)   # psych: group 2 minus 1; its "hedges.g" is the usual d
out$welch_cohen_d <- list(data = list(group1 = g1, group2 = g2),
  result = list(mean1 = mean(g1), mean2 = mean(g2), sd1 = sd(g1), sd2 = sd(g2),
    welch_t = num(we$statistic), welch_df = num(we$parameter), welch_p = we$p.value,
    welch_ci95 = num(we$conf.int),
    student_t = num(st$statistic), student_df = num(st$parameter), student_p = st$p.value,
    pooled_sd = sp_, cohen_d = dd, hedges_g_small_sample_corrected = eg$Hedges_g,
    cohen_d_divisor_n = -num(pd$cohen.d[1, "effect"])),
  made_by = by(paste("t.test(g1, g2) (Welch), t.test(var.equal=TRUE); d = (mean1-mean2)/pooled sd, pooled over n1+n2-2, by hand,",
    "checked against effectsize::cohens_d and psych::cohen.d()$hedges.g; effectsize::hedges_g;",
    "cohen_d_divisor_n: psych 2.2.9's cohen.d, whose pooled variance divides by n1+n2, sign turned to group1-group2"), "psych", "effectsize"))

# Cases 12 (Borda, Copeland) are left out, as asked.
# digits = NA: 15 significant digits.
writeLines(toJSON(out, auto_unbox = TRUE, digits = NA, na = "null", null = "null", pretty = 1),
           "r.json")
cat("wrote", length(out), "cases:", paste(names(out), collapse = ", "), "\n")
