// Constants of physics and statistics, each with its unit and origin.

/** Standard deviation over median absolute deviation of a Gaussian: 1 / Φ⁻¹(3/4) = 1.4826, rounded as the field does. */
export const MAD_TO_SIGMA = 1.4826;

/** Full width at half maximum over sigma of a Gaussian: 2 √(2 ln 2). */
export const SIGMA_TO_FWHM = 2 * Math.sqrt(2 * Math.LN2);
