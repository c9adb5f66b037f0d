/** Range coder and exact integer probability tables. Stands on java.base alone. */
package io.nlc.entropy;
