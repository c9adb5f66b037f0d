/** Pixels at several scales, what part of them is looked at, and how they and what lies over them are drawn. */
package io.nlc.viewer.model.picture;
