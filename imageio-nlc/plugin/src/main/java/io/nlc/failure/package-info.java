/** What can go wrong with files, packs and machines, told apart by kind and not by message. Needs the JDK only. */
package io.nlc.failure;
