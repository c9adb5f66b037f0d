/** Picture quality: PSNR, MS-SSIM, SSIMULACRA 2, Bjontegaard delta rate. Stands alone. */
package io.nlc.metrics;
