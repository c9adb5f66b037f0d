/** What is inside an encoding, as colours. */
package io.nlc.viewer.model.inside;
