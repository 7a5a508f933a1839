import { checkedAdditiveTableau } from "../additive-tableau.ts";
import { ArkStepper } from "../ark-stepper.ts";
import type { FastStates } from "../contracts.ts";

/**
 * ARK4(3)6L[2]SA: order 4 with an embedded solution of order 3, 6 stages, the implicit method L-stable, of stage order 2 and
 * stiffly accurate. C. A. Kennedy and M. H. Carpenter, "Additive Runge-Kutta schemes for convection-diffusion-reaction
 * equations", Appl. Numer. Math. 44(1-2), 2003, pp. 139-181 (also NASA/TM-2001-211038), appendix C, with the dense output of
 * order 3 given there. The published rational numbers are good to 25 digits.
 */
export const ARK436L2SA = checkedAdditiveTableau({
  name: "ARK4(3)6L[2]SA",
  order: 4,
  embeddedOrder: 3,
  denseOrder: 3,
  c: [0, 1 / 2, 83 / 250, 31 / 50, 17 / 20, 1],
  explicit: [
    [1 / 2],
    [13861 / 62500, 6889 / 62500],
    [-116923316275 / 2393684061468, -2731218467317 / 15368042101831, 9408046702089 / 11113171139209],
    [
      -451086348788 / 2902428689909,
      -2682348792572 / 7519795681897,
      12662868775082 / 11960479115383,
      3355817975965 / 11060851509271,
    ],
    [
      647845179188 / 3216320057751,
      73281519250 / 8382639484533,
      552539513391 / 3454668386233,
      3354512671639 / 8306763924573,
      4040 / 17871,
    ],
  ],
  implicit: [
    [1 / 4],
    [8611 / 62500, -1743 / 31250],
    [5012029 / 34652500, -654441 / 2922500, 174375 / 388108],
    [15267082809 / 155376265600, -71443401 / 120774400, 730878875 / 902184768, 2285395 / 8070912],
    [82889 / 524892, 0, 15625 / 83664, 69875 / 102672, -2260 / 8211],
  ],
  gamma: 1 / 4,
  embedded: [
    4586570599 / 29645900160,
    0,
    178811875 / 945068544,
    814220225 / 1159782912,
    -3700637 / 11593932,
    61727 / 225920,
  ],
  dense: [
    [6943876665148 / 7220017795957, -54480133 / 30881146, 6818779379841 / 7100303317025],
    [0, 0, 0],
    [7640104374378 / 9702883013639, -11436875 / 14766696, 2173542590792 / 12501825683035],
    [-20649996744609 / 7521556579894, 174696575 / 18121608, -31592104683404 / 5083833661969],
    [8854892464581 / 2390941311638, -12120380 / 966161, 61146701046299 / 7138195549469],
    [-11397109935349 / 6675773540249, 3843 / 706, -17219254887155 / 4939391667607],
  ],
});

export const ark436l2sa = (dimension: number, fast?: FastStates): ArkStepper =>
  new ArkStepper(ARK436L2SA, dimension, fast?.places ?? []);
