/** A program on the module path that writes and reads a picture. */
package io.nlc.trial;
