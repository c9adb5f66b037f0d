/**
 * Picture to tiles to latents to bits and back, with rate control. The only package the plugin and the command line
 * drive the codec through.
 */
package io.nlc.codec;
