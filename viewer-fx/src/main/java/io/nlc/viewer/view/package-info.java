/**
 * The viewer's nodes: each shows a part of a view-model and passes on what the user does with it. Here is what all of
 * them draw with.
 */
package io.nlc.viewer.view;
