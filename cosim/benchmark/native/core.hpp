// A Dense Associative Memory core while it is released: the equations of analog-models/networks/dense-am.ts for tanh visible and
// softmax hidden neurons with amplifiers that have a pole and a slew limit. Written so that the compiler can vectorise it without
// reordering a sum: the products go through four rows at once, and a row's sum is kept in LANES parts.
#pragma once
#include <cmath>
#include <cstddef>
#include <vector>

namespace native {

struct Core {
  std::size_t visible;
  std::size_t hidden;
  double visible_tau, hidden_tau;    // [s]
  double visible_pole, hidden_pole;  // of the amplifiers [rad/s]
  double slew_rate;                  // [V/s]
  double activity_gain, beta;        // [1/V]
  double visible_ohm, hidden_ohm;    // transimpedances
  std::vector<double> conductance;   // differential [S], row-major, shape (hidden, visible)
  std::vector<double> bias;          // [V], visible neurons first
};

// States: visible nodes, hidden nodes, the idle sampling node, visible amplifiers, hidden amplifiers [V].
class CoreEquations {
 public:
  explicit CoreEquations(const Core& core)
      : core_(core), g_(core.visible), f_(core.hidden), column_(core.visible), row_(core.hidden) {}

  void derivative(const double* x, double* slope) {
    const std::size_t count = core_.visible + core_.hidden;
    const double* amp = x + count + 1;
    double* amp_slope = slope + count + 1;
    activities(x);
    products();
    for (std::size_t i = 0; i < count; ++i) {
      const bool upper = i < core_.visible;
      const double tau = upper ? core_.visible_tau : core_.hidden_tau;
      slope[i] = (amp[i] + core_.bias[i] - x[i]) / tau;
    }
    slope[count] = 0;
    for (std::size_t i = 0; i < core_.visible; ++i)
      amp_slope[i] = slewed(core_.visible_pole, core_.visible_ohm * column_[i] - amp[i]);
    for (std::size_t m = 0, k = core_.visible; m < core_.hidden; ++m, ++k)
      amp_slope[k] = slewed(core_.hidden_pole, core_.hidden_ohm * row_[m] - amp[k]);
  }

 private:
  double slewed(double pole, double error) const {
    return core_.slew_rate * std::tanh(pole * error / core_.slew_rate);
  }

  void activities(const double* x) {
    for (std::size_t i = 0; i < core_.visible; ++i) g_[i] = std::tanh(core_.activity_gain * x[i]);
    const double* h = x + core_.visible;
    double most = h[0];
    for (std::size_t m = 1; m < core_.hidden; ++m) most = h[m] > most ? h[m] : most;
    double total = 0;
    for (std::size_t m = 0; m < core_.hidden; ++m) total += f_[m] = std::exp(core_.beta * (h[m] - most));
    for (std::size_t m = 0; m < core_.hidden; ++m) f_[m] /= total;
  }

  // row = G g, column = G' f, one pass over G.
  void products() {
    for (double& c : column_) c = 0;
    std::size_t m = 0;
    for (; m + 4 <= core_.hidden; m += 4) four_rows(m);
    for (; m < core_.hidden; ++m) one_row(m);
  }

  static constexpr std::size_t LANES = 8;

  void four_rows(std::size_t m) {
    const std::size_t n = core_.visible;
    const double* __restrict g0 = &core_.conductance[m * n];
    const double* __restrict g1 = g0 + n;
    const double* __restrict g2 = g1 + n;
    const double* __restrict g3 = g2 + n;
    const double* __restrict x = g_.data();
    double* __restrict c = column_.data();
    const double y0 = f_[m], y1 = f_[m + 1], y2 = f_[m + 2], y3 = f_[m + 3];
    double s0[LANES] = {}, s1[LANES] = {}, s2[LANES] = {}, s3[LANES] = {};
    std::size_t i = 0;
    for (; i + LANES <= n; i += LANES) {
      for (std::size_t l = 0; l < LANES; ++l) s0[l] += g0[i + l] * x[i + l];
      for (std::size_t l = 0; l < LANES; ++l) s1[l] += g1[i + l] * x[i + l];
      for (std::size_t l = 0; l < LANES; ++l) s2[l] += g2[i + l] * x[i + l];
      for (std::size_t l = 0; l < LANES; ++l) s3[l] += g3[i + l] * x[i + l];
      for (std::size_t l = 0; l < LANES; ++l)
        c[i + l] += (g0[i + l] * y0 + g1[i + l] * y1) + (g2[i + l] * y2 + g3[i + l] * y3);
    }
    for (; i < n; ++i) {
      s0[0] += g0[i] * x[i];
      s1[0] += g1[i] * x[i];
      s2[0] += g2[i] * x[i];
      s3[0] += g3[i] * x[i];
      c[i] += (g0[i] * y0 + g1[i] * y1) + (g2[i] * y2 + g3[i] * y3);
    }
    row_[m] = added(s0);
    row_[m + 1] = added(s1);
    row_[m + 2] = added(s2);
    row_[m + 3] = added(s3);
  }

  void one_row(std::size_t m) {
    const std::size_t n = core_.visible;
    const double* __restrict g = &core_.conductance[m * n];
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
      sum += g[i] * g_[i];
      column_[i] += g[i] * f_[m];
    }
    row_[m] = sum;
  }

  static double added(const double (&part)[LANES]) {
    double sum = 0;
    for (double value : part) sum += value;
    return sum;
  }

  const Core& core_;
  std::vector<double> g_, f_, column_, row_;
};

}  // namespace native
