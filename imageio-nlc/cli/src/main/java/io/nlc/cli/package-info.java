/** The command line <code>nlc</code>. */
package io.nlc.cli;
