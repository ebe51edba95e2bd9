#include "harness/stats/factorial.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace assay::stats {
namespace {

constexpr double kNothing = 1e-9;  // of a column's length, or of a coefficient
constexpr std::size_t kMean = static_cast<std::size_t>(-1);

using Vector = std::vector<double>;

double dot(const Vector& a, const Vector& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// Level l from 1 is the unit vector l - 1, level 0 is -1 throughout: the effects of all levels sum to zero.
Vector code(int level, int levels) {
  Vector coded(static_cast<std::size_t>(levels - 1), level == 0 ? -1 : 0);
  if (level > 0) coded[static_cast<std::size_t>(level - 1)] = 1;
  return coded;
}

Vector difference(Vector a, const Vector& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] -= b[i];
  return a;
}

Vector product(const Vector& a, const Vector& b) {
  Vector all;
  for (const double x : a)
    for (const double y : b) all.push_back(x * y);
  return all;
}

/// One column of the model: its values by cell, and what it is a sum of.
struct Column {
  std::size_t term = kMean;
  Vector on_basis{};          ///< coefficients on the orthonormal directions there were before it
  double own = 0;             ///< and on its own; 0 where it adds none
  std::size_t direction = 0;  ///< of its own
  Vector on_columns{};        ///< of one that adds nothing: coefficients on the kept columns
};

/// The model's columns, orthogonalised in order.
class Columns {
 public:
  void add(std::size_t term, Vector values) {
    const double length = std::sqrt(dot(values, values));
    Column column{.term = term, .on_basis = Vector(basis_.size(), 0)};
    for (int again = 0; again < 2; ++again)  // the second pass takes off what rounding left
      for (std::size_t q = 0; q < basis_.size(); ++q) {
        const double part = dot(basis_[q], values);
        column.on_basis[q] += part;
        for (std::size_t i = 0; i < values.size(); ++i) values[i] -= part * basis_[q][i];
      }
    const double rest = std::sqrt(dot(values, values));
    if (rest > kNothing * length) {
      for (double& value : values) value /= rest;
      column.own = rest;
      column.direction = basis_.size();
      kept_.push_back(columns_.size());
      basis_.push_back(std::move(values));
    } else {
      column.on_columns = solve(column.on_basis);
    }
    columns_.push_back(std::move(column));
  }

  const std::vector<Column>& columns() const { return columns_; }
  const Column& kept(std::size_t direction) const { return columns_[kept_[direction]]; }
  const Vector& direction(const Column& column) const { return basis_[column.direction]; }

  /// Over cells, the weights of the least-squares estimate of sum c_k b_k over the kept columns, those left out being
  /// zero: Q z with R' z = c.
  Vector weights(const Vector& c) const {
    Vector z(basis_.size(), 0), weights(basis_.front().size(), 0);
    for (std::size_t k = 0; k < basis_.size(); ++k) {
      z[k] = c[kept_[k]];
      for (std::size_t q = 0; q < k; ++q) z[k] -= kept(k).on_basis[q] * z[q];
      z[k] /= kept(k).own;
      for (std::size_t i = 0; i < weights.size(); ++i) weights[i] += z[k] * basis_[k][i];
    }
    return weights;
  }

  /// Whether the contrast is estimable: the same whatever the aliased columns are.
  bool tells(const Vector& c) const {
    for (std::size_t place = 0; place < columns_.size(); ++place) {
      if (columns_[place].own > 0) continue;
      double sum = c[place];
      for (std::size_t k = 0; k < columns_[place].on_columns.size(); ++k)
        sum -= columns_[place].on_columns[k] * c[kept_[k]];
      if (std::abs(sum) > kNothing) return false;
    }
    return true;
  }

 private:
  /// R a = r: on the kept columns instead of on the directions.
  Vector solve(Vector r) const {
    for (std::size_t k = r.size(); k-- > 0;) {
      r[k] /= kept(k).own;
      for (std::size_t q = 0; q < k; ++q) r[q] -= kept(k).on_basis[q] * r[k];
    }
    return r;
  }

  std::vector<Column> columns_;
  std::vector<std::size_t> kept_;  ///< by direction
  std::vector<Vector> basis_;
};

/// The values of a term's columns for given levels of its factors.
Vector coded(const Design& design, const Term& term, const std::vector<int>& cell) {
  Vector all = {1};
  for (const std::size_t factor : term.factors) all = product(all, code(cell[factor], design.levels[factor]));
  return all;
}

/// The contrast on the columns of its term: against level 0 of each factor, what the others share being taken off.
Vector on_term(const Design& design, const Term& term, const std::vector<int>& to) {
  Vector all = {1};
  for (std::size_t i = 0; i < to.size(); ++i) {
    const int levels = design.levels[term.factors[i]];
    all = product(all, difference(code(to[i], levels), code(0, levels)));
  }
  return all;
}

std::vector<std::vector<int>> steps(const Design& design, const Term& term) {
  std::vector<std::vector<int>> all = {{}};
  for (const std::size_t factor : term.factors) {
    std::vector<std::vector<int>> longer;
    for (const auto& begun : all)
      for (int level = 1; level < design.levels[factor]; ++level) {
        longer.push_back(begun);
        longer.back().push_back(level);
      }
    all = std::move(longer);
  }
  return all;
}

std::vector<Term> terms_of(std::size_t factors) {
  std::vector<Term> terms;
  for (std::size_t a = 0; a < factors; ++a) terms.push_back({{a}});
  for (std::size_t a = 0; a < factors; ++a)
    for (std::size_t b = a + 1; b < factors; ++b) terms.push_back({{a, b}});
  return terms;
}

/// Of the terms that are not in `without`.
Columns columns_of(const Design& design, const std::vector<Term>& terms, const std::vector<std::size_t>& without) {
  Columns columns;
  columns.add(kMean, Vector(design.cells.size(), 1));
  for (std::size_t term = 0; term < terms.size(); ++term) {
    if (std::ranges::find(without, term) != without.end()) continue;
    std::vector<Vector> rows;
    for (const auto& cell : design.cells) rows.push_back(coded(design, terms[term], cell));
    for (std::size_t column = 0; column < rows.front().size(); ++column) {
      Vector values;
      for (const Vector& row : rows) values.push_back(row[column]);
      columns.add(term, std::move(values));
    }
  }
  return columns;
}

/// The contrast on all columns.
Vector on_columns(const Columns& columns, std::size_t term, const Vector& own) {
  Vector c;
  for (std::size_t i = 0; const Column& column : columns.columns()) c.push_back(column.term == term ? own[i++] : 0);
  return c;
}

/// What a column that adds nothing is a sum of, the mean and its own term left out.
void add_aliases(std::set<std::size_t>& aliases, const Columns& columns, const Column& column) {
  for (std::size_t k = 0; k < column.on_columns.size(); ++k) {
    const std::size_t term = columns.kept(k).term;
    if (std::abs(column.on_columns[k]) > kNothing && term != kMean && term != column.term) aliases.insert(term);
  }
}

bool crosses(const Columns& columns, const Column& column) {
  for (std::size_t q = 0; q < column.on_basis.size(); ++q)
    if (std::abs(column.on_basis[q]) > kNothing && columns.kept(q).term != column.term) return true;
  return false;
}

void describe(Factorial& fit, const Columns& columns) {
  std::vector<std::set<std::size_t>> aliases(fit.terms.size());
  for (const Column& column : columns.columns()) {
    if (column.term == kMean) continue;
    if (column.own > 0) {
      fit.terms[column.term].basis.push_back(columns.direction(column));
      fit.orthogonal = fit.orthogonal && !crosses(columns, column);
    } else {
      fit.terms[column.term].complete = false;
      add_aliases(aliases[column.term], columns, column);
    }
  }
  for (std::size_t t = 0; t < fit.terms.size(); ++t)
    fit.terms[t].aliased_with.assign(aliases[t].begin(), aliases[t].end());
}

}  // namespace

Factorial factorial(const Design& design) {
  Factorial fit;
  fit.terms = terms_of(design.levels.size());
  if (design.cells.empty()) return fit;
  const Columns full = columns_of(design, fit.terms, {});
  describe(fit, full);
  std::vector<std::size_t> aliased;
  for (std::size_t t = design.levels.size(); t < fit.terms.size(); ++t)
    if (!fit.terms[t].complete) aliased.push_back(t);
  const Columns lean = columns_of(design, fit.terms, aliased);
  for (std::size_t t = 0; t < fit.terms.size(); ++t)
    for (const auto& to : steps(design, fit.terms[t])) {
      const Vector own = on_term(design, fit.terms[t], to);
      const bool main = t < design.levels.size();
      if (const Vector c = on_columns(full, t, own); full.tells(c))
        fit.contrasts.push_back({t, to, full.weights(c)});
      else if (const Vector without = main ? on_columns(lean, t, own) : Vector{}; main && lean.tells(without))
        fit.contrasts.push_back({t, to, lean.weights(without), aliased});
    }
  return fit;
}

std::vector<double> variance_by_term(const Factorial& fit, std::span<const double> values) {
  const auto n = static_cast<double>(values.size());
  Vector centred(values.begin(), values.end());
  double mean = 0;
  for (const double value : values) mean += value / n;
  for (double& value : centred) value -= mean;
  double left = dot(centred, centred);
  std::vector<double> variances;
  for (const Term& term : fit.terms) {
    double squares = 0;
    for (const Vector& direction : term.basis) squares += dot(direction, centred) * dot(direction, centred);
    variances.push_back(squares / n);
    left -= squares;
  }
  variances.push_back(std::max(0.0, left) / n);
  return variances;
}

}  // namespace assay::stats
