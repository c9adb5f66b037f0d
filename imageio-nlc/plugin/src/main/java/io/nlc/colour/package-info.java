/**
 * What the bytes around a picture say of its colours, and conversions between colour spaces. No pixels are decoded
 * here.
 */
package io.nlc.colour;
