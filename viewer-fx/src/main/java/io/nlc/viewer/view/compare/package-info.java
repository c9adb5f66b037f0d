/** Pictures beside each other, over each other, or their difference. */
package io.nlc.viewer.view.compare;
