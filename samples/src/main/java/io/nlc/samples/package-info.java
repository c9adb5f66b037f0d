/** Small programs that use the plugin the way its users do. */
package io.nlc.samples;
