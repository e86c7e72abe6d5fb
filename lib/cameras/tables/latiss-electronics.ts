// LATISS: one row a detector: id, serial of the sensor, then per amplifier in readout order
// (C10..C17, C07..C00) gain [1e-5 electron/adu], read noise [1e-3 electron], saturation [adu]; one number stands for all.
// Measured values as the observatory publishes them in lsst/obs_lsst at commit 0e84d755 (policy).

export const LATISS_ELECTRONICS = `
0 ITL-3800C-068 108110,104700,107950,108100,106440,106690,107950,105600,110330,110390,110470,108400,109390,108740,109330,109720 8400,8500,8400,8600,8400,8400,8400,8000,8500,10000,10300,9700,9100,9400,9900,9100 142857
`;
