/** What is inside an encoding and how far it is from its original, as colours. */
package io.nlc.viewer.model.inside;
