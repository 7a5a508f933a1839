// Dormand-Prince 5(4) with the proportional-integral step control and the first step of src/ode: the same method, tolerance and
// decisions, so that the numbers of steps agree. Written for one system type, as native code would be; no dense output.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace native {

using Vector = std::vector<double>;

struct Tolerance {
  double relative;
  double absolute;
};

struct Counts {
  long accepted = 0;
  long rejected = 0;
  long evaluations = 0;
};

// Root mean square of error_i / (absolute + relative max(|x0_i|, |x1_i|)).
inline double error_norm(const Vector& error, const Vector& x0, const Vector& x1, const Tolerance& tolerance) {
  double sum = 0;
  for (std::size_t i = 0; i < error.size(); ++i) {
    const double size = std::max(std::fabs(x0[i]), std::fabs(x1[i]));
    const double ratio = error[i] / (tolerance.absolute + tolerance.relative * size);
    sum += ratio * ratio;
  }
  return std::sqrt(sum / static_cast<double>(error.size()));
}

template <class System>
class DormandPrince {
 public:
  DormandPrince(System& system, const Vector& start, Tolerance tolerance)
      : system_(system), tolerance_(tolerance), x_(start), next_(start.size()), error_(start.size()) {
    for (Vector& slope : k_) slope.resize(start.size());
    h_ = first_step();
    evaluate(x_, k_[0]);
  }

  const Vector& state() const { return x_; }
  const Counts& counts() const { return counts_; }

  // Steps until `end` is reached or passed.
  void run(double end) {
    while (t_ < end) {
      trial();
      const double norm = error_norm(error_, x_, next_, tolerance_);
      const bool accept = norm <= 1;
      const double h = h_;
      h_ *= accept ? growth(norm) : std::max(0.2, 0.9 * std::pow(norm, -1.0 / 5));
      just_rejected_ = !accept;
      if (!accept) {
        ++counts_.rejected;
        continue;
      }
      previous_norm_ = std::max(norm, 1e-4);
      t_ += h;
      std::swap(x_, next_);
      std::swap(k_[0], k_[6]);
      ++counts_.accepted;
    }
  }

 private:
  void evaluate(const Vector& x, Vector& slope) {
    ++counts_.evaluations;
    system_.derivative(x.data(), slope.data());
  }

  // next = x + h * (the given combination of slopes)
  template <std::size_t N>
  void stage(const double (&weights)[N], Vector& out) {
    const std::size_t n = x_.size();
    for (std::size_t i = 0; i < n; ++i) {
      double slope = 0;
      for (std::size_t s = 0; s < N; ++s) slope += weights[s] * k_[s][i];
      out[i] = x_[i] + h_ * slope;
    }
  }

  template <std::size_t N>
  void stage_slope(const double (&weights)[N]) {
    stage(weights, next_);
    evaluate(next_, k_[N]);
  }

  void trial() {
    stage_slope({1.0 / 5});
    stage_slope({3.0 / 40, 9.0 / 40});
    stage_slope({44.0 / 45, -56.0 / 15, 32.0 / 9});
    stage_slope({19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729});
    stage_slope({9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656});
    stage_slope({35.0 / 384, 0.0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84});
    const double e[7] = {71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40};
    for (std::size_t i = 0; i < x_.size(); ++i) {
      double sum = 0;
      for (std::size_t s = 0; s < 7; ++s) sum += e[s] * k_[s][i];
      error_[i] = h_ * sum;
    }
  }

  double growth(double norm) const {
    const double wanted = norm == 0 ? 5 : 0.9 * std::pow(norm, -(1.0 / 5 - 0.75 * 0.04)) * std::pow(previous_norm_, 0.04);
    return std::max(0.2, std::min(just_rejected_ ? 1.0 : 5.0, wanted));
  }

  // Hairer, Noersett, Wanner II.4 with a measured time scale (src/ode/initial-step.ts).
  double first_step() {
    evaluate(x_, k_[0]);
    const double speed = error_norm(k_[0], x_, x_, tolerance_);
    const double size = std::max(1e3, error_norm(x_, x_, x_, tolerance_));
    const double probe = std::max(1e-13, 0.01 * size / speed);
    for (std::size_t i = 0; i < x_.size(); ++i) next_[i] = x_[i] + probe * k_[0][i];
    evaluate(next_, k_[1]);
    for (std::size_t i = 0; i < x_.size(); ++i) error_[i] = (k_[1][i] - k_[0][i]) / probe;
    const double scale = speed / error_norm(error_, x_, x_, tolerance_);
    return std::max(1e-13, std::min(100 * probe, scale * std::pow(0.01 / (speed * scale), 1.0 / 5)));
  }

  System& system_;
  Tolerance tolerance_;
  Vector x_, next_, error_;
  Vector k_[7];
  Counts counts_;
  double t_ = 0;
  double h_ = 0;
  double previous_norm_ = 1e-4;
  bool just_rejected_ = false;
};

}  // namespace native
