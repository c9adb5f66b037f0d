/** Opening files: whole into memory, or by tiles where they are large. */
package io.nlc.viewer.model.document;
