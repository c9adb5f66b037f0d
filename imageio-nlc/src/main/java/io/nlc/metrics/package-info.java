/** Picture quality: PSNR, MS-SSIM, Bjontegaard delta rate. Stands alone. */
package io.nlc.metrics;
